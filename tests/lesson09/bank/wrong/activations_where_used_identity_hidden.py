"""The identity in hidden layers. / 恒等函数写成隐藏层。"""
# notebook: activations
# scores: test_where_used=2
# misconception: The identity is of use in hidden layers, too. / 以为恒等函数在隐藏层也有用。
# hint: Layers of identities collapse into one: output only. / 恒等的各层会合成一层：只在输出层。

# %% where_used
where_used = {
    "identity": {"hidden"},
    "step": {"hidden"},
    "sigmoid": {"hidden", "output"},
    "relu": {"hidden", "output"},
    "tanh": {"hidden"},
    "softmax": {"output"},
}
