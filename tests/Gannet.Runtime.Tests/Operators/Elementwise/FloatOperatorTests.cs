using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Elementwise;

public sealed class FloatOperatorTests
{
    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("HardSwish")]
    [InlineData("HardSigmoid")]
    [InlineData("Elu")]
    [InlineData("Erf")]
    [InlineData("Softplus")]
    [InlineData("Exp")]
    [InlineData("Floor")]
    [InlineData("Ceil")]
    [InlineData("Round")]
    [InlineData("Reciprocal")]
    [InlineData("Abs")]
    [InlineData("Neg")]
    [InlineData("Sign")]
    public void Functions_are_ONNX_Runtimes(string op)
    {
        var special = OnnxTensor.From<float>([0, -0f, 0.5f, 1.5f, -2.5f, 9, -9, 40, -40, 1e-4f, float.NaN, 88.5f, -88.5f], 13);
        foreach (var x in (OnnxTensor[])[Floats(1, 3, 50), special, Floats(1, 0, 3), Scalar(0.3f)])
            Oracle.AssertSame(new SmallGraph(14).Input("x", x).Node(op, ["x"], ["y"]).Output("y"));
    }

    [Theory]
    [InlineData("Log")]
    [InlineData("Sqrt")]
    public void Functions_of_positive_numbers_are_ONNX_Runtimes(string op) =>
        Oracle.AssertSame(new SmallGraph().Input("x", OnnxTensor.From<float>([0, 1e-6f, 0.1f, 1, 2, 3, 1e6f, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37], 17)).Node(op, ["x"], ["y"]).Output("y"));

    [Fact]
    public void Attributes_change_functions() => Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 1, 3, 5, 5))
        .Node("LeakyRelu", ["x"], ["a"], ("alpha", 0.3f)).Node("HardSigmoid", ["a"], ["b"], ("alpha", 0.7f), ("beta", 0.1f)).Node("Elu", ["b"], ["y"], ("alpha", 2f)).Output("y"));
}
