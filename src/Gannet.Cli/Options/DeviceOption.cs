using System.CommandLine;
using System.Globalization;
using Gannet.Cli.Commands;
using Gannet.Cli.Doctor;
using Gannet.Cli.Parsing;
using Gannet.Torch;
using Gannet.Torch.Distributed;

namespace Gannet.Cli.Options;

/// <summary><c>--device</c>: where the network runs.</summary>
internal sealed class DeviceOption : Option<string>
{
    private const string Auto = "auto", Processor = "cpu", Cuda = "cuda";

    public DeviceOption()
        : base("--device")
    {
        HelpName = "auto|cpu|cuda|cuda:N";
        Description = "Where the network runs; auto takes a CUDA device if libtorch finds one.";
        DefaultValueFactory = static _ => Auto;
        Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && token.Value is not (Auto or Processor) && IndexIn(token.Value) is null)
                result.AddError($"--device {token.Value}: must be {Auto}, {Processor}, {Cuda} or {Cuda}:N.");
        });
    }

    /// <summary>The device asked for; prints which one, unless it is the CPU.</summary>
    /// <exception cref="UsageException">There is no such device; the message says what is missing and what to do.</exception>
    public Device Of(ParseResult parse, CommandContext context)
    {
        var text = parse.GetValue(this)!;
        if (text == Processor) return Device.Cpu;
        var device = Choose(text, TorchRuntime.CudaDevices, CudaFinding.IsBuiltFor(LoadedLibraries.Paths()), WorldPlace.FromEnvironment().LocalRank);
        if (device.IsCuda) context.Error.WriteLine($"Running on {CudaFinding.Describe(device.Index, TorchRuntime.CudaDeviceNames)}.");
        return device;
    }

    /// <summary>The device for a value that was checked.</summary>
    /// <param name="text">The value.</param>
    /// <param name="devices">Number of CUDA devices that libtorch can use.</param>
    /// <param name="isCudaBuild">Whether this libtorch was built with CUDA.</param>
    /// <param name="worker">Number of this process among those of a launcher on this machine: each takes a device of its own.</param>
    internal static Device Choose(string text, int devices, bool isCudaBuild, int worker = 0)
    {
        if (text == Processor || text == Auto && devices == 0) return Device.Cpu;
        var index = text is Auto or Cuda ? worker % Math.Max(1, devices) : IndexIn(text)!.Value;
        if (index < devices) return Device.Cuda(index);
        throw new UsageException((devices, isCudaBuild) switch
        {
            ( > 0, _) => $"--device {text}: the last device is {Cuda}:{devices - 1}; 'gannet doctor' lists them.",
            (_, true) => $"--device {text}: libtorch finds no CUDA device; install NVIDIA's driver, or correct CUDA_VISIBLE_DEVICES ('gannet doctor' lists what is found).",
            _ => $"--device {text}: this libtorch is built without CUDA; set LIBTORCH=/path/to a CUDA build of libtorch, see docs/cuda.md and 'gannet doctor'.",
        });
    }

    private static int? IndexIn(string text)
    {
        if (text == Cuda) return 0;
        var digits = text.StartsWith($"{Cuda}:", StringComparison.Ordinal) ? text[(Cuda.Length + 1)..] : "";
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }
}
