"""Only the first row is predicted. / 只预测了第一行。"""
# notebook: forward_pass
# scores: test_predict=0
# misconception: One prediction is enough for all samples. / 以为只需要一个预测。
# hint: Every row of x has its prediction. / x 的每一行都有一个预测。

# %% predict
def predict(net, x):
    with torch.no_grad():
        return net(x[:1]).argmax(dim=1)
