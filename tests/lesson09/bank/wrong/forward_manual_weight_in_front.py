"""W @ x, as for columns. / 像列向量那样写 W @ x。"""
# notebook: forward_pass
# scores: test_manual_forward=0
# misconception: The weight needs no transpose. / 以为权重不用转置。
# hint: Weights have shape (out, in): x @ W.T. / 权重形状是 (out, in)：x @ W.T。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]
    s1 = torch.relu(w1 @ x + b1)
    s2 = torch.sigmoid(w2 @ s1 + b2)
    return torch.softmax(w3 @ s2 + b3, dim=1)
