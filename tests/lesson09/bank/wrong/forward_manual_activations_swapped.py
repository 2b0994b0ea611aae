"""sigmoid and relu are swapped. / sigmoid 与 relu 颠倒。"""
# notebook: forward_pass
# scores: test_manual_forward=0.29
# misconception: Which activation follows which layer does not matter. / 以为哪一层后面用哪个激活函数都行。
# hint: relu after linear1, sigmoid after linear2. / linear1 之后是 relu，linear2 之后是 sigmoid。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]
    s1 = torch.sigmoid(x @ w1.T + b1)
    s2 = torch.relu(s1 @ w2.T + b2)
    return torch.softmax(s2 @ w3.T + b3, dim=1)
