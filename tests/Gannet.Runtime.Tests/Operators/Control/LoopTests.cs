using Gannet.Runtime.Format;
using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Control;

public sealed class LoopTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void State_goes_round_and_slices_are_collected(int rounds) => Oracle.AssertSame(Counting(Scalar((long)rounds), Scalar(100f)));

    [Fact]
    public void A_condition_ends_it() => Oracle.AssertSame(Counting(Scalar(50L), Scalar(2f)));

    /// <summary>A loop that never ends by itself.</summary>
    internal static SmallGraph Endless() => Counting(Scalar(long.MaxValue), Scalar(float.PositiveInfinity), collects: false);

    // x grows by a value from outside while its sum is below a limit.
    private static SmallGraph Counting(OnnxTensor rounds, OnnxTensor limit, bool collects = true)
    {
        var body = new GraphProto { Name = "body" };
        body.Input.Add(SmallGraph.Info("round", OnnxElementType.Int64, 0));
        body.Input.Add(SmallGraph.Info("going", OnnxElementType.Bool, 0));
        body.Input.Add(SmallGraph.Info("state", OnnxElementType.Float, 1));
        body.Node.Add(SmallGraph.NodeOf("Add", ["state", "step"], ["next"]));
        body.Node.Add(SmallGraph.NodeOf("ReduceSum", ["next"], ["sum"], ("keepdims", 0)));
        body.Node.Add(SmallGraph.NodeOf("Less", ["sum", "limit"], ["goes"]));
        body.Output.Add(SmallGraph.Info("goes", OnnxElementType.Bool, 0));
        body.Output.Add(SmallGraph.Info("next", OnnxElementType.Float, 1));
        if (collects)
        {
            body.Node.Add(SmallGraph.NodeOf("Mul", ["next", "next"], ["square"]));
            body.Output.Add(SmallGraph.Info("square", OnnxElementType.Float, 1));
        }

        var graph = new SmallGraph().Input("rounds", rounds).Input("limit", limit).Input("start", Floats(1, 3)).Input("base", OnnxTensor.From<float>([0.1f, 0.2f, 0.3f], 3))
            .Node("Relu", ["base"], ["step"]).Constant("true", OnnxTensor.From<bool>([true]))
            .Node("Loop", ["rounds", "true", "start"], collects ? ["last", "squares"] : ["last"], ("body", body)).Output("last");
        return collects ? graph.Output("squares") : graph;
    }
}
