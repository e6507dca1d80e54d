using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Elementwise;

public sealed class WhereTests
{
    [Fact]
    public void All_three_inputs_are_stretched()
    {
        Oracle.AssertSame(new SmallGraph().Input("c", Bools(1, 4, 1)).Input("a", Floats(2, 3)).Input("b", Floats(3, 2, 1, 1)).Node("Where", ["c", "a", "b"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("c", Bools(1, 6)).Input("a", Integers(2, 0, 9, 6)).Input("b", Scalar(7L)).Node("Where", ["c", "a", "b"], ["y"]).Output("y", OnnxElementType.Int64));
    }
}
