"""best_line is a 0-d tensor. / best_line 是 0 维张量。"""
# notebook: gates

# %% xor_line
best_line = torch.tensor([1.0, 1, 1, 0]).mean()
