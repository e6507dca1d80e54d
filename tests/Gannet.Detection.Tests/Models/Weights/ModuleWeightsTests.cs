using Gannet.Detection.Models.Weights;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Torch.Serialization;

namespace Gannet.Detection.Tests.Models.Weights;

[LeakCheck]
public sealed class ModuleWeightsTests
{
    // The first count that a float cannot represent.
    private const long Batches = (1L << 24) + 1;

    [Fact]
    public void Floats_and_counts_come_back_exactly()
    {
        using var folder = new TemporaryFolder();
        using var saved = new BatchNorm(3);
        Fill(saved);
        ModuleWeights.Save(folder.File("w"), saved, new Dictionary<string, string> { ["note"] = "any" });

        using var loaded = new BatchNorm(3);
        using var file = WeightFile.Open(folder.File("w"));
        Assert.Equal("any", file.Metadata["note"]);
        var report = ModuleWeights.Load(loaded, file.Tensors.Values);
        report.RequireComplete("w");
        Assert.Equal(5, report.Loaded.Count);
        foreach (var ((name, a), (_, b)) in saved.State().Zip(loaded.State()))
        {
            Assert.Equal(a.ElementType, b.ElementType);
            Assert.True(a.ToArray<double>().SequenceEqual(b.ToArray<double>()), name);
        }

        Assert.Equal(Batches, loaded.State().Single(static s => s.Name == "num_batches_tracked").Tensor.ToArray<long>()[0]);
        Assert.All(loaded.NamedParameters(), static p => Assert.True(p.Tensor.RequiresGrad));
    }

    [Fact]
    public void Loading_keeps_the_order_in_memory()
    {
        using var folder = new TemporaryFolder();
        using var saved = new Conv2d(3, 4, kernel: 3);
        ModuleWeights.Save(folder.File("w"), saved, new Dictionary<string, string>());
        using var loaded = new Conv2d(3, 4, kernel: 3);
        using var file = WeightFile.Open(folder.File("w"));
        ModuleWeights.Load(loaded, file.Tensors.Values).RequireComplete("w");
        Assert.True(loaded.Weight.IsContiguous(MemoryFormat.ChannelsLast));
        Assert.Equal(saved.Weight.ToArray<float>(), loaded.Weight.ToArray<float>());
    }

    [Fact]
    public void What_does_not_fit_is_reported_and_the_rest_is_loaded()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("w"),
        [
            TensorContent.From("weight", [1, 2, 3], 3), TensorContent.From("bias", [1, 2], 2), TensorContent.From("scale", [1], 1),
            TensorContent.From("other.num_batches_tracked", [1], 1), TensorContent.From("ignored", [1], 1),
        ]);
        using var norm = new FrozenBatchNorm(3);
        using var file = WeightFile.Open(folder.File("w"));
        var report = ModuleWeights.Load(norm, file.Tensors.Values, static name => name == "ignored" ? null : name);
        Assert.Equal(["weight"], report.Loaded);
        Assert.Equal(["running_mean", "running_var"], report.Missing);
        Assert.Equal(["scale"], report.Unexpected);
        Assert.Equal(["bias is [2], the model's [3]"], report.Misshapen);
        Assert.Equal([1f, 2, 3], norm.State().First().Tensor.ToArray<float>());
    }

    [Fact]
    public void The_report_names_the_file_the_first_fault_and_how_many_there_are()
    {
        Assert.Equal("m.pth: lacks tensors of this model: a and 1 more; check the preset, the options and the number of classes.", Message(new([], ["a", "b"], [], [])));
        Assert.StartsWith("m.pth: holds tensors this model has no place for: x;", Message(new([], [], ["x"], [])), StringComparison.Ordinal);
        Assert.StartsWith("m.pth: has tensors of another shape: y is [1], the model's [2];", Message(new([], ["a"], ["x"], ["y is [1], the model's [2]"])), StringComparison.Ordinal);
        new WeightReport(["a"], [], [], []).RequireComplete("m.pth");

        static string Message(WeightReport report) => Assert.Throws<InvalidDataException>(() => report.RequireComplete("m.pth")).Message;
    }

    private static void Fill(BatchNorm norm)
    {
        using var scope = TensorScope.Enter();
        using var noGrad = NoGrad.Enter();
        TorchRuntime.Seed(1);
        foreach (var (_, tensor) in norm.State())
        {
            if (tensor.ElementType == ElementType.Int64) tensor.FillInPlace(Batches);
            else tensor.UniformInPlace(0.5, 1.5);
        }
    }
}
