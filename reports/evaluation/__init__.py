"""What the evaluation panel holds in its hands: score sheets, rankings, lists."""
