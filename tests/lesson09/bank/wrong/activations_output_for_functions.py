"""The functions themselves. / 写了函数本身。"""
# notebook: activations
# scores: test_output_for=0
# misconception: The function is as good as its name. / 以为写函数本身与写名字一样。
# hint: A string is asked for: "sigmoid". / 要的是字符串："sigmoid"。

# %% output_for
identity = nn.Identity()
output_for = {"regression": identity, "binary": sigmoid, "multiclass": softmax}
