"""The output itself comes back. / 返回了网络的输出。"""
# notebook: forward_pass
# scores: test_predict=0
# misconception: The probability is the prediction. / 以为概率就是预测的类别。
# hint: Return the position of the largest value: argmax. / 返回最大值的位置：argmax。

# %% predict
def predict(net, x):
    return net(x)
