"""Three names in a list. / 三个名字写成了列表。"""
# notebook: activations
# scores: test_output_for=0
# misconception: Pairs in a list are a dict. / 以为列表里的对就是字典。
# hint: Write {key: value, ...} or dict(pairs). / 写成 {键: 值, ...} 或 dict(pairs)。

# %% output_for
output_for = ["identity", "sigmoid", "softmax"]
