"""argmin in the place of argmax. / 用了 argmin。"""
# notebook: forward_pass
# scores: test_predict=0.17
# misconception: The smallest output is the likeliest class. / 以为输出最小的类别最可能。
# hint: The likeliest class has the largest output. / 最可能的类别输出最大。

# %% predict
def predict(net, x):
    with torch.no_grad():
        return net(x).argmin(dim=1)
