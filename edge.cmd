@echo off
rem EdgeRelay on Windows: the verbs of ./edge that a first visit needs. `edge help` lists them.
setlocal
set "root=%~dp0"
set "gateway=%root%artifacts\bin\Gateway\release\EdgeRelay.Gateway.dll"
set "simulator=%root%artifacts\bin\Simulator\release\EdgeRelay.Simulator.dll"
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1

set "verb=%~1"
if "%verb%"=="" set "verb=help"
set "rest="
:collect
shift
if "%~1"=="" goto collected
set rest=%rest% %1
goto collect
:collected

if "%verb%"=="help" goto help
where dotnet >nul 2>nul || goto nosdk
pushd "%root%"
dotnet --version >nul 2>nul
if errorlevel 1 (popd & goto nosdk)
popd
if "%verb%"=="demo" goto demo
if "%verb%"=="run" goto run
if "%verb%"=="roads" goto pass
if "%verb%"=="receive" goto pass
if "%verb%"=="listen" goto pass
if "%verb%"=="signature" goto pass
if "%verb%"=="sim" goto sim
if "%verb%"=="test" goto test
if "%verb%"=="format" goto format
echo edge: "%verb%" is no verb. 1>&2
call :usage 1>&2
exit /b 2

:demo
call :build || exit /b 1
dotnet "%gateway%" demo --simulator "%simulator%" %rest%
exit /b %errorlevel%

:run
call :build || exit /b 1
dotnet "%gateway%" %rest%
exit /b %errorlevel%

:pass
call :build || exit /b 1
dotnet "%gateway%" %verb% %rest%
exit /b %errorlevel%

:sim
call :build || exit /b 1
dotnet "%simulator%" %rest%
exit /b %errorlevel%

:test
pushd "%root%"
dotnet test EdgeRelay.sln -c Release %rest%
set "status=%errorlevel%"
popd
exit /b %status%

:format
pushd "%root%"
dotnet format EdgeRelay.sln
set "status=%errorlevel%"
popd
exit /b %status%

:build
pushd "%root%"
dotnet build src\Gateway -c Release -v quiet && dotnet build simulator -c Release -v quiet
set "status=%errorlevel%"
popd
exit /b %status%

:nosdk
echo edge: EdgeRelay needs the .NET 10 SDK on the PATH. 1>&2
echo   Install it from https://dotnet.microsoft.com/download/dotnet/10.0 or with: winget install Microsoft.DotNet.SDK.10 1>&2
exit /b 1

:help
call :usage
exit /b 0

:usage
echo usage: edge VERB [arguments]
echo   demo     gateway, simulated fleet and a receiver on this machine; Ctrl+C stops
echo   run      the gateway alone; settings from the environment (EDGERELAY__...)
echo   sim      the fleet simulator
echo   receive  a receiver for webhooks: checks signatures, prints what comes; receive new writes one
echo   listen   a running gateway's events for a program here
echo   signature  sign a body, or say why a signature does not fit
echo   roads    posted limits: roads import FILE... (OpenStreetMap extracts)
echo   test     builds and runs every test
echo   format   mends the formatting
exit /b 0
