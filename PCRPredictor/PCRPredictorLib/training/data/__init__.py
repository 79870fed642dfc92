"""The patients of a training run: who they are, and whether they can be trusted."""
