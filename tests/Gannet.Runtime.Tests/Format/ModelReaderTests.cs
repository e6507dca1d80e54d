using Gannet.Runtime.Format;
using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Format;

public sealed class ModelReaderTests
{
    private const int Mutations = 2000;

    [Fact]
    public void Every_truncation_is_an_error_or_a_smaller_graph()
    {
        var bytes = Network().Bytes;
        for (var length = 0; length < bytes.Length; length += 7) Load(bytes.AsSpan(0, length));
    }

    [Fact]
    public void No_mutation_does_anything_but_load_or_fail_as_invalid()
    {
        var bytes = Network().Bytes;
        var random = new Random(5);
        for (var k = 0; k < Mutations; k++)
        {
            var mutant = bytes.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--) mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            Load(mutant);
        }
    }

    [Fact]
    public void Mutants_that_load_run_or_fail_as_invalid()
    {
        // Without most of the weights, in which a change matters least.
        var bytes = Network(channels: 4).Bytes;
        var random = new Random(6);
        for (var k = 0; k < Mutations; k++)
        {
            var mutant = bytes.ToArray();
            mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            if (Load(mutant) is not { } session) continue;
            try
            {
                session.Run(Network().Inputs);
            }
            catch (Exception e) when (e is InvalidDataException or ArgumentException)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    [Fact]
    public void An_error_names_the_file_and_the_cause_in_one_line()
    {
        using var folder = new TemporaryFolder();
        AssertMessage("it is no ONNX file, or it is truncated", Network().Bytes[..^100]);
        AssertMessage("it is empty", []);
        AssertMessage("the operator set 99 (known are 7 to 22)", Changed(static model => model.OpsetImport[0].Version = 99));
        AssertMessage("node 'relu' (Spin): the operator 'Spin' is unknown", Changed(static model => model.Graph.Node[1].OpType = "Spin"));
        AssertMessage("'x': element type 8 is not supported", Changed(static model => model.Graph.Input[0].Type.TensorType.ElemType = 8));
        AssertMessage("initializer 'w': its data are in another file, which is not supported",
            Changed(static model => model.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External));
        AssertMessage("node 'relu' (Relu) needs 'nothing', which nothing makes", Changed(static model => model.Graph.Node[1].Input[0] = "nothing"));
        AssertMessage("node 'conv' (Conv) is part of a cycle, or behind one, through 'y'", Changed(static model => model.Graph.Node[0].Input[0] = "y"));
        AssertMessage("the value 'x' is made twice", Changed(static model => model.Graph.Node[0].Output[0] = model.Graph.Node[1].Input[0] = "x"));

        void AssertMessage(string cause, byte[] bytes)
        {
            var path = Path.Combine(folder.Path, "bad.onnx");
            File.WriteAllBytes(path, bytes);
            Assert.Equal($"{path}: {cause}", Assert.Throws<InvalidDataException>(() => OnnxSession.Load(path)).Message);
        }
    }

    [Fact]
    public void A_small_file_cannot_claim_much_memory()
    {
        Assert.Throws<InvalidDataException>(() => OnnxSession.Load(Changed(static model => model.Graph.Initializer[0].Dims[0] = 1 << 30)));
        // Folding would make a gigabyte.
        var graph = new SmallGraph().Input("x", Scalar(1f)).Constant("shape", List(1 << 15, 1 << 13)).Node("ConstantOfShape", ["shape"], ["zeros"])
            .Node("ReduceSum", ["zeros"], ["sum"], ("keepdims", 0)).Node("Add", ["x", "sum"], ["y"]).Output("y");
        var before = GC.GetTotalAllocatedBytes();
        using var session = OnnxSession.Load(graph.Bytes);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1 << 27);
    }

    [Fact]
    public void A_run_that_needs_too_much_memory_fails()
    {
        var graph = new SmallGraph().Input("shape", List(1 << 20, 1 << 20)).Node("ConstantOfShape", ["shape"], ["y"]).Output("y");
        using var session = OnnxSession.Load(graph.Bytes);
        Assert.Contains("is too large", Assert.Throws<InvalidDataException>(() => session.Run(graph.Inputs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_may_come_in_any_order()
    {
        var bytes = Changed(static model =>
        {
            var nodes = model.Graph.Node.Reverse().ToArray();
            model.Graph.Node.Clear();
            model.Graph.Node.AddRange(nodes);
        });
        using OnnxSession reversed = OnnxSession.Load(bytes), session = OnnxSession.Load(Network().Bytes);
        Assert.Equal(session.Run(Network().Inputs)["y"].ToArray<float>(), reversed.Run(Network().Inputs)["y"].ToArray<float>());
    }

    private static OnnxSession? Load(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return OnnxSession.Load(bytes);
        }
        catch (InvalidDataException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            return null;
        }
    }

    private static byte[] Changed(Action<ModelProto> change)
    {
        var graph = Network();
        change(graph.Model);
        return graph.Bytes;
    }

    private static SmallGraph Network(int channels = 24) => new SmallGraph().Input("x", Floats(1, 1, 3, 8, 8))
        .Constant("w", Floats(2, channels, 3, 3, 3)).Constant("axes", List(2, 3)).Constant("shape", List(1, -1)).Constant("matrix", Floats(3, channels, 5))
        .Node("Conv", ["x", "w"], ["sums"], ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 }))
        .Node("Relu", ["sums"], ["active"])
        .Node("MaxPool", ["active"], ["pooled"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
        .Node("ReduceMean", ["pooled"], ["means"], ("axes", new[] { 2, 3 }))
        .Node("Reshape", ["means", "shape"], ["rows"])
        .Node("MatMul", ["rows", "matrix"], ["products"])
        .Node("Softmax", ["products"], ["y"], ("axis", 1))
        .Output("y");
}
