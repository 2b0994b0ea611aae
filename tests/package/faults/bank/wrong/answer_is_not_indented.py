"""The body is not indented. / 函数体没有缩进。"""
# lesson: lesson09
# notebook: activations
# scores: test_tanh=0
# names: IndentationError

# %% tanh
def tanh(z):
return torch.tanh(z)
