"""The minus in the exponent is lost. / 漏了指数上的负号。"""
# notebook: activations
# scores: test_sigmoid=0
# misconception: You may have lost the minus in the exponent. / 你可能漏了指数上的负号。
# hint: sigma grows with z: put in 5 and -5. / sigma 随 z 增大：代入 5 和 -5 看看。

# %% sigmoid
def sigmoid(z):
    return 1 / (1 + torch.exp(z))
