using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class PadTests
{
    [Theory]
    [InlineData("constant")]
    [InlineData("reflect")]
    [InlineData("edge")]
    public void Every_mode_is_ONNX_Runtimes(string mode)
    {
        Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 1, 3, 5, 6)).Input("p", List(0, 0, 1, 2, 0, 0, 3, 1)).Node("Pad", ["x", "p"], ["y"], ("mode", mode)).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Integers(1, 0, 9, 5, 6)).Input("p", List(1, 2, 3, 0)).Node("Pad", ["x", "p"], ["y"], ("mode", mode)).Output("y", OnnxElementType.Int64));
    }

    [Fact]
    public void A_value_may_be_given_and_negative_numbers_cut_off()
    {
        Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 1, 3, 5, 6)).Input("p", List(0, -1, 1, -2, 0, 2, -1, 1)).Constant("v", Scalar(7f)).Node("Pad", ["x", "p", "v"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph(10).Input("x", Floats(1, 5, 6)).Node("Pad", ["x"], ["y"], ("pads", new[] { 1, 0, 0, 2 }), ("value", 3f)).Output("y"));
    }
}
