using Gannet.Serving.Detections;
using Gannet.Serving.Endpoints;
using Gannet.Serving.LabelStudio;
using Gannet.Serving.Limits;
using Gannet.Serving.Metrics;
using Gannet.Serving.Models;
using Gannet.Serving.OpenInference;
using Gannet.Serving.Page;
using Gannet.Serving.Pictures;
using Gannet.Serving.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Gannet.Serving;

/// <summary>Adds detectors to a program's services.</summary>
public static class GannetServiceCollectionExtensions
{
    private static readonly TimeSpan s_afterDeadline = TimeSpan.FromSeconds(5);

    /// <summary>Adds detectors, which are loaded when the program starts; <see cref="GannetEndpointRouteBuilderExtensions.MapGannet"/> adds their routes.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configure">Names the models and sets the limits.</param>
    /// <returns>The same services.</returns>
    /// <remarks>
    /// The program does not start if an option is out of range or a named model cannot be loaded. Stopping it answers what was accepted: its
    /// shutdown timeout becomes at least <see cref="ServingOptions.Deadline"/> and five seconds.
    /// </remarks>
    public static IServiceCollection AddGannet(this IServiceCollection services, Action<ServingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ServingOptions();
        configure(options);
        services.AddRouting().AddMetrics().AddLogging().AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PendingMemory>().AddSingleton<BodyReader>();
        services.AddSingleton<ModelCatalog>().AddSingleton<ModelLoader>().AddHostedService(static all => all.GetRequiredService<ModelLoader>());
        services.AddSingleton<ServingMetrics>().AddSingleton<PrometheusText>();
        services.AddSingleton<PictureIntake>().AddSingleton<PictureForm>().AddSingleton<DetectionService>().AddSingleton<DetectEndpoint>();
        services.AddSingleton<TensorPictures>().AddSingleton<InferenceEndpoints>();
        services.AddSingleton<TaskPictures>().AddSingleton<LabelStudioEndpoints>();
        services.AddSingleton<DemoPage>().AddSingleton<ApiKeys>().AddSingleton<CrossOrigin>().AddSingleton<RouteGuard>().AddSingleton<ServingRoutes>();
        services.PostConfigure<HostOptions>(host =>
        {
            var enough = options.Deadline + s_afterDeadline;
            if (host.ShutdownTimeout < enough) host.ShutdownTimeout = enough;
        });
        return services;
    }
}
