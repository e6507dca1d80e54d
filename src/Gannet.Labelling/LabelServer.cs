using Gannet.Datasets.Editing;
using Gannet.Labelling.Http;
using Gannet.Labelling.Models;
using Gannet.Labelling.Retraining;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gannet.Labelling;

/// <summary>The labelling page of one data set, served on this machine.</summary>
/// <remarks>
/// Labels are saved at once and in one step each. Whoever can reach the page can change them: it listens on this machine only, unless
/// <see cref="LabellingOptions.Urls"/> say otherwise, and refuses requests that other sites make a browser send.
/// </remarks>
public sealed class LabelServer : IAsyncDisposable
{
    private static readonly TimeSpan s_slowHeaders = TimeSpan.FromSeconds(10);
    private const int MostConnections = 200;

    private readonly WebApplication _app;
    private readonly SuggestingModel _model;
    private readonly TrainingProcess _training;
    private readonly RequestGuard _guard;

    private LabelServer(LabelProject project, LabellingOptions options)
    {
        _guard = new RequestGuard([.. options.Urls.Select(ListenAddress.Parse)]);
        _model = new SuggestingModel(options, project.Editor.Pictures);
        _training = new TrainingProcess(options, project);
        _training.OnModel = path => _ = _model.LoadAsync(path);
        _app = Compose(project, options);
    }

    /// <summary>The addresses it listens on.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>Starts the page, and loads the model in the background.</summary>
    /// <param name="editor">The data set.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="FormatException">One of <see cref="LabellingOptions.Urls"/> is not an address to listen on.</exception>
    /// <exception cref="IOException">An address is in use, or cannot be listened on.</exception>
    public static async Task<LabelServer> StartAsync(DatasetEditor editor, LabellingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(editor);
        options ??= new();
        var server = new LabelServer(new LabelProject(editor), options);
        try
        {
            await server._app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if ((options.Model ?? server._training.LatestModel) is { } model) _ = server._model.LoadAsync(model);
        return server;
    }

    /// <summary>Stops: what is being saved is saved, a training writes its checkpoint.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        _training.Dispose();
        _model.Dispose();
    }

    private WebApplication Compose(LabelProject project, LabellingOptions options)
    {
        // No configuration files and no environment variables: they would be those of the folder that the program is started in.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls([.. options.Urls]).ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
            kestrel.Limits.RequestHeadersTimeout = s_slowHeaders;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = s_slowHeaders);
        var app = builder.Build();
        app.Use((context, next) => Failures.AnswerAsync(context, inner => GuardAsync(inner, next), options.Report));
        app.UseRouting();
        PageFiles.Map(app, _guard.Token);
        new LabelRoutes(project, options).Map(app);
        new ModelRoutes(project, _model, _training).Map(app);
        return app;
    }

    private Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        RequestGuard.Protect(context.Response);
        return _guard.Refuse(context.Request) is var (status, reason) ? Failures.WriteAsync(context, status, reason) : next(context);
    }
}
