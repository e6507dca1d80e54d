using Gannet.Runtime.Format;
using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Control;

public sealed class IfTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Branches_see_values_from_outside(bool condition)
    {
        var (then, otherwise) = (new GraphProto { Name = "then" }, new GraphProto { Name = "else" });
        then.Node.Add(SmallGraph.NodeOf("Mul", ["a", "w"], ["product"]));
        then.Output.Add(SmallGraph.Info("product", OnnxElementType.Float, 1));
        otherwise.Output.Add(SmallGraph.Info("a", OnnxElementType.Float, 1));
        otherwise.Node.Add(SmallGraph.NodeOf("Identity", ["a"], ["same"]));
        otherwise.Output[0] = SmallGraph.Info("same", OnnxElementType.Float, 1);
        Oracle.AssertSame(new SmallGraph().Input("c", OnnxTensor.From<bool>([condition])).Input("x", Floats(1, 5)).Constant("w", Floats(2, 5)).Node("Relu", ["x"], ["a"])
            .Node("If", ["c"], ["b"], ("then_branch", then), ("else_branch", otherwise)).Node("Add", ["a", "b"], ["y"]).Output("y"));
    }
}
