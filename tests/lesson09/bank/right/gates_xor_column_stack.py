"""The hidden layer by column_stack with x0 of X. / 用 column_stack，并沿用 X 的第 0 列。"""
# notebook: gates

# %% xor_gate
XOR = lambda X: AND(torch.column_stack((X[:, 0], NAND(X), OR(X))))  # noqa: E731
