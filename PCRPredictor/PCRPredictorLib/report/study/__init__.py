"""The reports on a model: training, validation, checklists, table one, and what became of its predictions."""
