// Sending files to the program: one after the other, with progress, time left and a way to stop. Many files that belong
// together, a folder or loose DICOM slices, go as one.
(() => {
  const SINGLE = /\.(nrrd|nhdr|nii|nii\.gz|mha|mhd|zip|json)$/i;
  const LITTER = /^(\..*|thumbs\.db|desktop\.ini)$/i;
  // Before this much has passed, what a rate says of the time left is a guess.
  const RATE_SECONDS = 1;
  let queue = Promise.resolve();
  let waiting = 0;
  let unfinished = 0;
  let current = null;
  let round = 0;

  const show = (told) => window.trame.state.set("upload", told);
  const bytesOf = (files) => files.reduce((sum, { size }) => sum + size, 0);

  const inWords = (sent, whole, begun) => {
    const seconds = (performance.now() - begun) / 1000;
    const share = `${Math.floor((100 * sent) / whole)} % of ${(whole / 1e6).toFixed(1)} MB`;
    if (!sent || seconds < RATE_SECONDS) return share;
    const left = Math.ceil((seconds * (whole - sent)) / sent);
    return `${share}, ${left < 90 ? `${left} s` : `${Math.round(left / 60)} min`} left`;
  };

  // Resolves to the answer's status; 0 where none came.
  const post = (address, body, progressed) =>
    new Promise((done) => {
      const request = new XMLHttpRequest();
      current = request;
      request.upload.onprogress = ({ loaded, total }) => progressed(loaded, total);
      request.upload.onload = () => show(null); // what follows is reading, which the program shows
      request.onload = () => done(request.status);
      request.onerror = () => done(0);
      request.onabort = () => done(null);
      request.open("POST", address);
      request.send(body);
    });

  // In its turn, so that what is said of one file does not overtake the beginning.
  const tell = (what, ...values) => {
    queue = queue.then(() => window.trame.trigger(what, values)).catch(() => null);
  };
  // What is said of files that are sent together stays until others are.
  const begin = () => {
    if (!unfinished) tell("files_begin");
  };

  const send = async (parcel, as, own) => {
    const { name, files, isFolder } = parcel;
    const told = { name, as, files: files.length, bytes: bytesOf(files), folder: Number(isFolder) };
    const query = new URLSearchParams(told);
    const fail = () => window.trame.trigger("upload_failed", [name]);
    try {
      if (own !== round) return;
      const room = await fetch(`room?${query}`, { method: "POST" });
      if (!room.ok) return fail();
      if (!(await room.json()).allowed) return; // the program says why
      if (own !== round) return;
      let body = files[0];
      if (isFolder) {
        body = new FormData();
        for (const file of files) body.append("file", file, file.name);
      }
      const begun = performance.now();
      show({ name, words: inWords(0, told.bytes || 1, begun), share: 0, waiting });
      const status = await post(`upload?${query}`, body, (sent, whole) =>
        show({ name, words: inWords(sent, whole || 1, begun), share: (100 * sent) / (whole || 1), waiting }),
      );
      // 422 is a refusal, which the program says; null is cancelled.
      if (status !== null && status !== 200 && status !== 422) fail();
    } catch {
      fail();
    } finally {
      current = null;
      unfinished -= 1;
      show(null);
    }
  };

  const sendAll = (parcels, as) => {
    const own = round;
    waiting += parcels.length;
    unfinished += parcels.length;
    for (const parcel of parcels)
      queue = queue.then(() => {
        waiting -= 1;
        return send(parcel, as, own);
      });
  };

  const cancel = () => {
    round += 1; // what waits is not begun any more
    current?.abort();
    show(null);
  };

  const oneByOne = (files) => files.map((file) => ({ name: file.name, files: [file], isFolder: false }));

  // A folder of slices goes whole, as its archive would; one of volumes goes file by file.
  const fromFolder = (name, all) => {
    const files = all.filter((file) => !LITTER.test(file.name));
    if (!files.length) tell("folder_empty", name);
    if (files.every((file) => SINGLE.test(file.name))) return oneByOne(files);
    return [{ name, files, isFolder: true }];
  };

  const fromFiles = (files) => {
    const singles = files.filter((file) => SINGLE.test(file.name));
    const loose = files.filter((file) => !SINGLE.test(file.name));
    if (loose.length < 2) return oneByOne(files);
    return [...oneByOne(singles), { name: "DICOM files", files: loose, isFolder: true }];
  };

  const pick = (as) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.onchange = () => {
      begin();
      sendAll(fromFiles([...input.files]), as);
    };
    input.click();
  };

  const pickFolder = () => {
    const input = document.createElement("input");
    input.type = "file";
    input.webkitdirectory = true;
    input.onchange = () => {
      const files = [...input.files];
      begin();
      if (files.length) sendAll(fromFolder(files[0].webkitRelativePath.split("/")[0] || "folder", files), "");
    };
    input.click();
  };

  const filesIn = async (entry) => {
    if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed)); // never all at once
      if (!some.length) return found;
      for (const one of some) found.push(...(await filesIn(one)));
    }
  };

  // Where something else comes to lie under the pointer, the browser asks by dragenter alone whether it may be let fall.
  for (const asked of ["dragenter", "dragover"]) document.addEventListener(asked, (event) => event.preventDefault());
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    if (document.getElementById("connection-lost")) return; // the case is another tab's, or out of reach
    begin();
    const loose = [...event.dataTransfer.files];
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const folders = entries.filter((entry) => entry.isDirectory);
    const names = new Set(folders.map(({ name }) => name));
    sendAll(fromFiles(folders.length ? loose.filter((file) => !names.has(file.name)) : loose), "");
    for (const folder of folders)
      await filesIn(folder).then(
        (files) => sendAll(fromFolder(folder.name, files), ""),
        () => tell("upload_failed", folder.name),
      );
  });

  window.pcrUploads = { pick, pickFolder, cancel };
})();
