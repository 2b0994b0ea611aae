"""argmax goes along dim 0. / argmax 沿维度 0。"""
# notebook: forward_pass
# scores: test_predict=0
# misconception: The largest value is sought over the samples, or over everything. / 以为应在样本方向或全体中找最大值。
# hint: One class for each row: dim=1. / 每行一个类别：dim=1。

# %% predict
def predict(net, x):
    with torch.no_grad():
        return net(x).argmax(dim=0)
