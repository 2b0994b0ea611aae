"""Tabs and spaces are mixed. / 混用制表符和空格。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: TabError|IndentationError|SyntaxError

# %% relu
def relu(z):
        z = torch.relu(z)
	return z
