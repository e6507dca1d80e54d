using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Elementwise;

public sealed class ClipTests
{
    [Fact]
    public void Bounds_are_inputs_or_attributes()
    {
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 7, 9)).Constant("low", Scalar(-0.3f)).Constant("high", Scalar(0.4f)).Node("Clip", ["x", "low", "high"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 7, 9)).Constant("high", Scalar(0.4f)).Node("Clip", ["x", "", "high"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph(9).Input("x", Floats(1, 7, 9)).Node("Clip", ["x"], ["y"], ("min", -0.2f), ("max", 0.1f)).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Integers(1, -9, 9, 21)).Constant("low", Scalar(-3L)).Node("Clip", ["x", "low"], ["y"]).Output("y", OnnxElementType.Int64));
    }
}
