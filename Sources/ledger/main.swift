import Foundation
import LedgerCommands

let environment = ProcessInfo.processInfo.environment
exit(LedgerProgram.run(LedgerProgram.arguments(environment: environment), environment: environment))
