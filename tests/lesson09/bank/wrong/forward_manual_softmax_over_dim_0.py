"""softmax goes along dim 0. / softmax 沿维度 0。"""
# notebook: forward_pass
# scores: test_manual_forward=0.29
# misconception: Softmax goes over the samples. / 以为 softmax 沿样本方向计算。
# hint: The classes of one sample stand in a row: dim=1. / 一个样本的各类在同一行：用 dim=1。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]
    s1 = torch.relu(x @ w1.T + b1)
    s2 = torch.sigmoid(s1 @ w2.T + b2)
    return torch.softmax(s2 @ w3.T + b3, dim=0)
