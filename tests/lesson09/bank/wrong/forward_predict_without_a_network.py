"""x itself is taken for the output. / 把 x 本身当作输出。"""
# notebook: forward_pass
# scores: test_predict=0.67
# misconception: There is only one network and one data set. / 以为网络和数据只有一个。
# hint: Use the net and the x that are passed. / 请用传入的 net 和 x。

# %% predict
def predict(net, x):
    return x.argmax(dim=1)
