using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

/// <summary>One direction of a pooling: writes its output, or reads the gradient of its output.</summary>
internal unsafe delegate void PoolingKernel(FeatureMap[] levels, PlacedRegion[] regions, float* values, bool channelsLast);
