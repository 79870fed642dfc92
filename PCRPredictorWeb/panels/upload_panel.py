"""How far a file that is being sent has come, and a way to stop it."""

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from .attributes import spoken


def draw_upload_panel() -> None:
    """Shows the state ``upload``, which the page's script keeps and the server never learns."""
    with html.Div(classes="uploading", v_if="upload", **spoken(data_testid="upload")):
        with html.Div(classes="words"):
            html.Div("Sending {{ upload.name }}", classes="name")
            html.Div(
                "{{ upload.words }}{{ upload.waiting ? `; ${upload.waiting} more` : '' }}",
                **spoken(data_testid="upload-words"),
            )
            v3.VProgressLinear(
                model_value=("upload.share",), height=4, color="primary", **spoken(aria_label="Share that was sent")
            )
        v3.VBtn(
            "Cancel",
            size="small",
            variant="outlined",
            click="window.pcrUploads.cancel()",
            **spoken(data_testid="cancel-upload"),
        )
