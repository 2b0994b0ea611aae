"""The minus in the exponent is lost. / 漏了指数上的负号。"""
# notebook: activations
# scores: test_sigmoid=0
# misconception: The sign in the exponent does not matter. / 以为指数上的正负号无关紧要。
# hint: sigma grows with z: put in 5 and -5. / sigma 随 z 增大：代入 5 和 -5 看看。

# %% sigmoid
def sigmoid(z):
    return 1 / (1 + torch.exp(z))
