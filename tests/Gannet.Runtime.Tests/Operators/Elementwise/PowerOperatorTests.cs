using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Elementwise;

public sealed class PowerOperatorTests
{
    [Fact]
    public void Exponents_may_have_another_type()
    {
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 3, 4)).Input("e", Scalar(2f)).Node("Pow", ["x", "e"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 3, 4)).Input("e", Integers(1, 0, 5, 4)).Node("Pow", ["x", "e"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Integers(1, 1, 5, 3, 4)).Input("e", Integers(1, 0, 5, 4)).Node("Pow", ["x", "e"], ["y"]).Output("y", OnnxElementType.Int64));
    }
}
