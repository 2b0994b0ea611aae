"""The classes are counted from 1. / 类别从 1 数起。"""
# notebook: forward_pass
# scores: test_predict=0.17
# misconception: Classes are counted from 1. / 以为类别从 1 数起。
# hint: Classes are counted from 0, as positions are. / 类别与位置一样从 0 数起。

# %% predict
def predict(net, x):
    with torch.no_grad():
        return net(x).argmax(dim=1) + 1
