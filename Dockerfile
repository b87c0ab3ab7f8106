# syntax=docker/dockerfile:1
# The gateway as an image: built with the SDK, run on the ASP.NET runtime as a user without rights, on a read-only root.
# Data lies in /data; nothing else is written.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# First what decides the restore, so that a change of code reuses the layer with the packages.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Directory.Build.props src/
COPY src/Mqtt/Mqtt.csproj src/Mqtt/
COPY src/Rules/Rules.csproj src/Rules/
COPY src/Relay/Relay.csproj src/Relay/
COPY src/Gateway/Gateway.csproj src/Gateway/
RUN dotnet restore src/Gateway/Gateway.csproj --use-current-runtime

COPY src/ src/
RUN dotnet publish src/Gateway/Gateway.csproj -c Release --no-restore --use-current-runtime --self-contained false -o /app \
 && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0
LABEL org.opencontainers.image.title="EdgeRelay" \
      org.opencontainers.image.description="Telematics-edge gateway and webhook relay"
WORKDIR /app
COPY --from=build /app ./
# The base image's own user; its number, so that orchestrators can see that it is not root.
COPY --from=build --chown=$APP_UID:$APP_UID /data /data

# The base image announces 8080 for ASP.NET itself; ours are the only settings that count. Diagnostics would write to /tmp.
ENV ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0 \
    EDGERELAY__DATA__DIRECTORY=/data \
    EDGERELAY__MQTT__ADDRESS=0.0.0.0 \
    EDGERELAY__MQTT__PORT=1883 \
    EDGERELAY__HTTP__ADDRESS=0.0.0.0 \
    EDGERELAY__HTTP__PORT=8080

USER $APP_UID
VOLUME /data
EXPOSE 1883 8080
STOPSIGNAL SIGTERM

# The program asks itself (GET /readyz on the configured port): the image has no curl.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["dotnet", "/app/EdgeRelay.Gateway.dll", "health"]

ENTRYPOINT ["dotnet", "/app/EdgeRelay.Gateway.dll"]
