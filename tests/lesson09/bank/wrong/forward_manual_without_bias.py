"""No bias is added. / 没有加截距。"""
# notebook: forward_pass
# scores: test_manual_forward=0.29
# misconception: You may have forgotten a bias. / 你可能漏了截距。
# hint: Every layer here has a bias, which nn.Linear brings by default. / 这里每层都有截距，nn.Linear 默认就有。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]
    s1 = torch.relu(x @ w1.T)
    s2 = torch.sigmoid(s1 @ w2.T)
    return torch.softmax(s2 @ w3.T, dim=1)
