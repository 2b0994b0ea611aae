"""The functions of torch. / 写了 torch 的函数。"""
# notebook: activations
# scores: test_output_for=0
# misconception: The function is as good as its name. / 以为写函数本身与写名字一样。
# hint: A string is asked for: "sigmoid". / 要的是字符串："sigmoid"。

# %% output_for
output_for = {"regression": lambda z: z, "binary": torch.sigmoid, "multiclass": torch.softmax}
