"""The parts of the page; each draws state and hands clicks to the controller."""
