"""A single row loses its dimension. / 只有一行时维度被去掉。"""
# notebook: forward_pass
# scores: test_manual_forward=1.14
# misconception: The output may have another form. / 以为输出的形式可以不同。
# hint: Return one tensor of shape (n, out_features), also where n is 1. / 返回一个形状为 (n, out_features) 的张量，n 为 1 时也一样。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]
    s1 = torch.relu(x @ w1.T + b1)
    s2 = torch.sigmoid(s1 @ w2.T + b2)
    return torch.softmax(s2 @ w3.T + b3, dim=1).squeeze()
