"""What Countersign does, without a web framework: one folder a room, one file a story."""
