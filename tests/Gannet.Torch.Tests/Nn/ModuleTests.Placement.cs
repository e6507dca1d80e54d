using Gannet.Torch.Nn;
using Gannet.Torch.Optim;

namespace Gannet.Torch.Tests.Nn;

[LeakCheck]
public sealed class ModulePlacementTests
{
    [Fact]
    public void To_the_processor_a_module_on_the_processor_stays_as_it_is()
    {
        using var module = new TwoLayers();
        var before = module.State().Select(static s => (s.Tensor, Memory: s.Tensor.Data)).ToArray();
        Assert.Same(module, module.To(Device.Cpu));
        Assert.Equal(before, module.State().Select(static s => (s.Tensor, Memory: s.Tensor.Data)));
    }

    [CudaFact]
    [Trait("Device", "Cuda")]
    public void A_module_and_its_layers_compute_on_the_device_they_were_moved_to()
    {
        using var module = new TwoLayers();
        using var scope = TensorScope.Enter();
        var x = Tensor.Randn([2, 3, 5, 5]).Contiguous(MemoryFormat.ChannelsLast);
        var expected = module.Forward(x).ToArray<float>();
        TorchRuntime.AllowTensorFloat32 = false;
        module.To(Device.Cuda());
        Assert.All(module.State(), static s => Assert.True(s.Tensor.Device.IsCuda));
        var actual = module.Forward(x.To(Device.Cuda(), ElementType.Float)).ToArray<float>();
        foreach (var (e, a) in expected.Zip(actual)) Assert.Equal(e, a, 1e-4);
    }

    [CudaFact]
    [Trait("Device", "Cuda")]
    public void An_optimizer_made_before_the_move_trains_what_was_moved()
    {
        using var module = new TwoLayers();
        using var optimizer = new Adam([new ParameterGroup([.. module.NamedParameters()])]) { Rate = 0.1 };
        using var scope = TensorScope.Enter();
        var before = module.State().ToDictionary(static s => s.Name, static s => s.Tensor.ToArray<float>());
        module.To(Device.Cuda());
        module.Forward(Tensor.Randn([2, 3, 5, 5]).To(Device.Cuda(), ElementType.Float)).Sum().Backward();
        optimizer.Step();
        // A bias before a batch norm that learns would not move; the norm here is not training.
        Assert.All(module.NamedParameters(), p => Assert.NotEqual(before[p.Name], p.Tensor.ToArray<float>()));
        Assert.All(optimizer.State().Where(static s => !s.Name.EndsWith(".steps", StringComparison.Ordinal)), static s => Assert.True(s.Tensor.Device.IsCuda));
    }

    private sealed class TwoLayers : Module
    {
        private readonly Conv2d _conv;
        private readonly BatchNorm _norm;

        public TwoLayers()
        {
            _conv = Add("conv", new Conv2d(3, 4, kernel: 3));
            _norm = Add("norm", new BatchNorm(4));
        }

        public Tensor Forward(Tensor x)
        {
            using var scope = TensorScope.Enter();
            return scope.Keep(_norm.Forward(_conv.Forward(x)));
        }
    }
}
