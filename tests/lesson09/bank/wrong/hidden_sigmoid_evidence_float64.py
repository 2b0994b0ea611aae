"""The result is float64. / 结果是 float64。"""
# notebook: hidden_layers
# scores: test_sigmoid_evidence=3.5
# misconception: float64 is as good as float32. / 以为 float64 可以代替 float32。
# hint: Look at the dtype: the result is float32. / 看看 dtype：结果应是 float32。

# %% sigmoid_evidence
def sigmoid_evidence():
    X = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]]).double()
    s1 = torch.sigmoid(X @ W_NAND.double())
    s2 = torch.sigmoid(X @ W_OR.double())
    return W_AND[0] + W_AND[1] * s1 + W_AND[2] * s2
