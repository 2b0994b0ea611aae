"""It computes in float64 and gives float32, without gradients. / 用 float64 计算，返回 float32。"""
# notebook: hidden_layers

# %% sigmoid_evidence
@torch.no_grad()
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]], dtype=torch.float64)
    nand, or_, and_ = (w.double() for w in (W_NAND, W_OR, W_AND))
    s = [torch.ones(4).double(), 1 / (1 + (-X @ nand).exp()), 1 / (1 + (-X @ or_).exp())]
    return sum(w * column for w, column in zip(and_, s)).float()
