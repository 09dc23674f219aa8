"""What is in the way of a bind: looks at a port, and changes nothing."""
