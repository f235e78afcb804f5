"""From a lecture's source to what learners get, and the evidence that its checks are right."""
