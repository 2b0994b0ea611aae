"""The lesson's own weights and torch.mv. / 使用课程中的权重与 torch.mv。"""
# notebook: gates

# %% and_gate
w_and = torch.tensor([-0.2, 0.15, 0.15], dtype=torch.float32)


def AND(X):
    zhat = torch.mv(X, w_and)
    return torch.tensor([int(x) for x in zhat >= 0], dtype=torch.float32)
