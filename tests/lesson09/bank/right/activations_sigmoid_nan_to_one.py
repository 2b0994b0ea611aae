"""exp(z) / (1 + exp(z)) is nan only where the value is 1, and is mended there. / 只有结果应为 1 处才会出现 nan，并在那里改成 1。"""
# notebook: activations

# %% sigmoid
def sigmoid(z):
    e = torch.exp(z)
    return torch.nan_to_num(e / (1 + e), nan=1.0)
