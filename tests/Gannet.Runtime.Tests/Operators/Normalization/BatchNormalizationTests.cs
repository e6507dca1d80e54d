using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Normalization;

public sealed class BatchNormalizationTests
{
    [Fact]
    public void Channels_are_scaled_and_shifted()
    {
        foreach (var x in (OnnxTensor[])[Floats(1, 2, 9, 5, 6), Floats(1, 4, 9), Floats(1, 2, 9, 7)]) Oracle.AssertSame(Graph(new SmallGraph().Input("x", x)));
        Oracle.AssertSame(Graph(new SmallGraph().Map("x", Floats(1, 2, 9, 5, 6)).Node("Relu", ["x"], ["r"]), "r"));
        Oracle.AssertSame(Graph(new SmallGraph().Map("x", Floats(1, 2, 9, 5, 6))));
    }

    private static SmallGraph Graph(SmallGraph graph, string x = "x") => graph.Constant("s", Floats(2, 9)).Constant("b", Floats(3, 9)).Constant("m", Floats(4, 9))
        .Constant("v", OnnxTensor.From<float>([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f], 9)).Node("BatchNormalization", [x, "s", "b", "m", "v"], ["y"], ("epsilon", 1e-3f)).Output("y");
}
